/**
 * An error whose message is a sentence for the user that says what to do. It is shown as it is; every other
 * error is a fault of ours and is logged with its stack.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}
