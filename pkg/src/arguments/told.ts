// What the client says to programs, for people who set no program's configuration.

/** A message without the advice that only a program can follow. */
export const forPeople = (message: string) =>
  message.replace(/(?:, or|;) pass (?:the configuration|it|them) to new OdooClient\(\{…\}\)/g, '');
