import type { Command } from 'commander';
export function define(_command: Command): void {}
export async function complete(_words: string[]): Promise<void> {}
