# Completes fazt in bash: source <(fazt completion bash)
_fazt() {
  local word
  COMPREPLY=()
  while IFS=$'\t' read -r word _; do
    [ -n "$word" ] && COMPREPLY+=("$word")
  done < <("${COMP_WORDS[0]}" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
# What has no candidates is the name of a file.
complete -o default -F _fazt fazt
