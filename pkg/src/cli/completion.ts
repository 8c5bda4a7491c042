// `completion`: the script that teaches a shell the commands, options, models and fields.

import type { Command } from 'commander';
import { usageError } from './errors.ts';
import { withGlobals } from './globals.ts';
import { print } from './output.ts';

const scripts: Record<string, string> = {
  bash: `_odoo_client_wasm() {
  local IFS=$'\\n' line
  COMPREPLY=()
  # A word with = is several to bash; it is completed as a whole, up to the cursor.
  local words=("\${COMP_WORDS[@]:1:COMP_CWORD}")
  while read -r line; do COMPREPLY+=("$line"); done \\
    < <(odoo-client-wasm __complete "\${words[@]}" 2>/dev/null)
  [[ \${COMPREPLY[0]} == *= ]] && compopt -o nospace
  return 0
}
complete -o default -F _odoo_client_wasm odoo-client-wasm`,
  zsh: `#compdef odoo-client-wasm
_odoo_client_wasm() {
  local -a found
  found=("\${(@f)$(odoo-client-wasm __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then compadd -Q -- "\${found[@]}"; else _files; fi
}
compdef _odoo_client_wasm odoo-client-wasm`,
  fish: `function __odoo_client_wasm
  set -l words (commandline -opc) (commandline -ct)
  odoo-client-wasm __complete $words[2..-1] 2>/dev/null
end
complete -c odoo-client-wasm -a '(__odoo_client_wasm)'`,
};

export function define(command: Command): void {
  command
    .argument('<shell>', 'bash, zsh or fish')
    .addHelpText(
      'after',
      `
  bash   odoo-client-wasm completion bash >> ~/.bashrc
  zsh    odoo-client-wasm completion zsh > "\${fpath[1]}/_odoo-client-wasm"
  fish   odoo-client-wasm completion fish > ~/.config/fish/completions/odoo-client-wasm.fish

Models and fields are those that models, fields and schema listed last: no server is asked.`,
    )
    .action(completion);
  withGlobals(command);
}

async function completion(shell: string): Promise<void> {
  const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
  if (script === undefined)
    throw usageError(
      `there is no completion for "${shell}"`,
      'there is one for bash, zsh and fish',
    );
  await print(script);
}
