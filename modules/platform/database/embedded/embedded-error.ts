/** The machine prevents the embedded PostgreSQL from running; the message says what to do. */
export class EmbeddedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EmbeddedError';
  }
}
