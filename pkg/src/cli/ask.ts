// Questions to the person at the terminal. They are drawn on stderr, so that stdout stays data
// alone.

import prompts, { type PromptObject } from 'prompts';
import { CliError, exitCodes } from './errors.ts';

async function ask<T>(question: Omit<PromptObject<'answer'>, 'name'>): Promise<T> {
  let left = false;
  const { answer } = await prompts(
    { ...question, name: 'answer', stdout: process.stderr } as PromptObject<'answer'>,
    {
      onCancel: () => {
        left = true;
      },
    },
  );
  if (left)
    throw new CliError(
      exitCodes.interrupted,
      'interrupted at a question',
      'nothing was done; run it again',
    );
  return answer as T;
}

export const confirm = (message: string, initial = false) =>
  ask<boolean>({ type: 'confirm', message, initial });

export const askText = (message: string, initial?: string) =>
  ask<string>({
    type: 'text',
    message,
    ...(initial === undefined ? {} : { initial }),
    validate: (text: string) => text.trim() !== '' || 'it must not be empty',
  });

export const askSecret = (message: string) =>
  ask<string>({
    type: 'password',
    message,
    validate: (text: string) => text !== '' || 'it must not be empty',
  });

export const choose = (message: string, choices: readonly string[]) =>
  ask<string>({
    type: 'select',
    message,
    choices: choices.map((value) => ({ title: value, value })),
  });
