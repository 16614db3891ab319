#compdef fazt
# Completes fazt in zsh: source <(fazt completion zsh), after compinit
_fazt() {
  local -a lines described
  local line
  lines=("${(@f)$("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for line in "${lines[@]}"; do
    [[ -n $line ]] && described+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done
  if (( ${#described} )); then
    [[ ${words[CURRENT]} == --*=* ]] && compset -P '*='
    _describe fazt described
  else
    _files
  fi
}
compdef _fazt fazt
