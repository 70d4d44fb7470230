interface ErrorWithCode {
  readonly code?: unknown;
  readonly driverError?: { readonly code?: unknown };
}

/** The code that PostgreSQL, the network or the file system gave an error, which TypeORM may have wrapped. */
export function sqlState(error: unknown): string | undefined {
  const { code, driverError } = (error ?? {}) as ErrorWithCode;
  const found = driverError?.code ?? code;
  return typeof found === 'string' ? found : undefined;
}
