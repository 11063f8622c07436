internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger
internal import Providers

/// `completion`: scripts that make shells ask this program what may come next.
///
/// The scripts hold no commands and options: a newer program needs no new script.
struct CompletionCommand: LedgerCommand {
  enum Shell: String, OptionWord {
    case bash
    case zsh
    case fish
    case install
  }

  static let configuration = CommandConfiguration(
    subcommand: "completion",
    abstract: "Print the completion script of a shell, or install it.",
    discussion: """
      install takes the shell of $SHELL and writes the script where that shell looks for it. \
      Doing it again changes nothing.
      """)

  @Argument(help: ArgumentHelp("bash, zsh, fish or install.", valueName: "shell")) var shell: Shell

  func run(_ options: GlobalOptions) throws {
    let environment = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
    let output = Output(quiet: options.quiet)
    guard shell == .install else { return try output.write(Self.script(shell)) }
    let (shell, path) = try Self.place(environment)
    let bytes = Array(Self.script(shell).utf8)
    if FileManager.default.contents(atPath: path).map({ Array($0) }) == bytes {
      return try output.line("\(shell.rawValue): \(path) is up to date")
    }
    let folder = URL(filePath: path).deletingLastPathComponent().path
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw Failure(.cannotCreate, "cannot make the folder \(folder.escaped); check its owner")
    }
    let file = try AtomicFile(path)
    try file.write(bytes)
    try file.commit()
    try output.line("\(shell.rawValue): wrote \(path); open a new shell")
    if shell == .zsh {
      output.note(
        "zsh finds it when ~/.zshrc has: fpath=(~/.zfunc $fpath); autoload -U compinit; compinit")
    }
    if shell == .bash {
      output.note(
        "bash reads it through the package bash-completion; without it, add to ~/.bashrc: "
          + "source \(path)")
    }
  }

  /// The user's shell, and where it looks for scripts.
  private static func place(
    _ environment: [String: String]
  ) throws(Failure) -> (Shell, String) {
    let home = environment["HOME"] ?? ""
    let name = environment["SHELL"]?.split(separator: "/").last.map(String.init) ?? ""
    switch Shell(rawValue: name) {
    case .bash:
      let base = environment["XDG_DATA_HOME"] ?? home + "/.local/share"
      return (.bash, base + "/bash-completion/completions/vgledger")
    case .zsh: return (.zsh, home + "/.zfunc/_vgledger")
    case .fish:
      let base = environment["XDG_CONFIG_HOME"] ?? home + "/.config"
      return (.fish, base + "/fish/completions/vgledger.fish")
    case .install, nil:
      throw Failure(
        .usage,
        "SHELL is '\(name.escaped)'; install knows bash, zsh and fish, "
          + "and 'vgledger completion bash' prints a script")
    }
  }

  static func script(_ shell: Shell) -> String {
    switch shell {
    case .bash, .install: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  private static let bash = #"""
    # bash completion of vgledger; made by 'vgledger completion bash'
    _vgledger() {
        local line=${COMP_LINE:0:COMP_POINT} current candidate head= program
        local -a words
        read -ra words <<<"$line"
        [[ $line == *[[:space:]] ]] && words+=("")
        current=${words[${#words[@]}-1]}
        # Readline replaces only what follows the last of its word breaks.
        local tail=${current##*[:=@]}
        [[ $current == *[:=@]* ]] && head=${current%"$tail"}
        while [[ $head && $COMP_WORDBREAKS != *"${head: -1}"* ]]; do
            head=${head%?}
            tail=${head##*[:=@]}
            head=${head%"$tail"}
        done
        program=$(type -P -- "${words[0]}") || program=vgledger
        COMPREPLY=()
        while IFS=$'\t' read -r candidate _; do
            if [[ $candidate == :files ]]; then
                compopt -o filenames
                while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done \
                    < <(compgen -f -- "$tail")
            else
                [[ $candidate == *[:=] ]] && compopt -o nospace
                COMPREPLY+=("${candidate#"$head"}")
            fi
        done < <("$program" __complete "${words[@]:1}" 2>/dev/null)
    }
    complete -F _vgledger vgledger

    """#

  private static let zsh = #"""
    #compdef vgledger
    # zsh completion of vgledger; made by 'vgledger completion zsh'
    _vgledger() {
        local line program=${(Q)words[1]}
        local -a found shown
        whence -p -- "$program" >/dev/null || program=vgledger
        for line in "${(@f)$("$program" __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
            if [[ $line == :files ]]; then
                _files
            elif [[ -n $line ]]; then
                found+=("${line%%$'\t'*}")
                shown+=("${line/$'\t'/  -- }")
            fi
        done
        (( $#found )) && compadd -l -d shown -a found
    }
    if [[ $funcstack[1] == _vgledger ]]; then
        _vgledger "$@"
    else
        compdef _vgledger vgledger
    fi

    """#

  private static let fish = #"""
    # fish completion of vgledger; made by 'vgledger completion fish'
    function __vgledger_complete
        set -l words (commandline -opc)
        set -l current (commandline -ct)
        for line in (vgledger __complete $words[2..] "$current" 2>/dev/null)
            if test "$line" = :files
                __fish_complete_path "$current"
            else
                echo $line
            end
        end
    end
    complete -c vgledger -f -a '(__vgledger_complete)'

    """#
}
