/** A block of a page that shows a command and what it prints. */
const BLOCK = /^```console\n\$ npx lockstep ((?:[^\n]*\\\n)*[^\n]*)\n([\s\S]*?)^```$/gm;

/** The arguments of a command as the page has it, its lines continued by a backslash. */
function argumentsOf(text: string): string[] {
  return text.replace(/\\\n/g, ' ').split(/\s+/);
}

/** The commands that a page shows, with what it says they print. */
export function shownCommands(page: string): { args: string[]; output: string }[] {
  return [...page.matchAll(BLOCK)].map(([, command, output]) => ({
    args: argumentsOf(command),
    output,
  }));
}

/** The page with what its commands print now. */
export function refreshed(page: string, run: (args: string[]) => string): string {
  return page.replace(BLOCK, (_, command: string) => {
    const output = run(argumentsOf(command));
    return `\`\`\`console\n$ npx lockstep ${command}\n${output}\`\`\``;
  });
}
