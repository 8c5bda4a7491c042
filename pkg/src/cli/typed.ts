// Commands in what is said, as they can be typed here: behind npx where that started this one.

/** A text whose commands can be typed as they are. */
export function asTyped(text: string): string {
  if (process.env.npm_command !== 'exec') return text;
  return text.replace(/(?<!npx )\bodoo-client-wasm (?=[a-z-])/g, 'npx $&');
}
