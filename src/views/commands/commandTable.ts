/** Commands by id; each answers when it is done, and throws what the user is to be told. */
export type CommandTable = Readonly<Record<string, (argument?: unknown) => unknown>>;
