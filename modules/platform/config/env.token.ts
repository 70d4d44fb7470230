/** Injects the environment as `env.ts` read it. */
export const ENV = Symbol('environment');
