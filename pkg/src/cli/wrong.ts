// A value that cannot be what it is to be.

export class WrongValue extends Error {}

/** The beginning of a long text, for messages. */
export const short = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
