/**
 * Commands by id; each answers when it is done, and throws what the user is to be told. `others` is all that is selected,
 * where a menu of the explorer runs the command.
 */
export type CommandTable = Readonly<Record<string, (argument?: unknown, others?: unknown) => unknown>>;
