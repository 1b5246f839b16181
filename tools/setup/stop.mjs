// The one way in which set-up gives up: a sentence a person can act on. `SetupStop` prints as a single line with exit
// code 1 and never with a stack trace; anything else that is thrown is a fault of these tools and does print one.
// Refuses: to guess a remedy; the caller passes the finished sentence in the reader's language.

export class SetupStop extends Error {
  /** @param {string} message one line: what is wrong and what to do about it */
  constructor(message, { exitCode = 1 } = {}) {
    super(message);
    this.name = 'SetupStop';
    this.exitCode = exitCode;
  }
}
