/** The process cannot start; the message contains the reason and the remedy. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}
