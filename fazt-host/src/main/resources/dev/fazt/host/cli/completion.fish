# Completes fazt in fish: fazt completion fish > ~/.config/fish/completions/fazt.fish
function __fazt_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l typed (commandline -ct)
    set -l found ($words[1] __complete $words[2..-1] 2>/dev/null)
    if test (count $found) -eq 0
        __fish_complete_path "$typed"
    else if string match -qr '^--[^=]+=' -- "$typed"
        printf '%s\n' (string replace -r '=.*' '=' -- "$typed")$found
    else
        printf '%s\n' $found
    end
end
complete -c fazt -f -a '(__fazt_complete)'
