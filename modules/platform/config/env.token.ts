/** Injects the environment as `env.ts` read it. */
export const ENV = Symbol('environment');
/** Injects the address of PostgreSQL as the application's role: that of `ENV`, or of the embedded server. */
export const DATABASE_URL = Symbol('database address');
