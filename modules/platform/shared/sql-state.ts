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

/** The name of the constraint that refused, where one did. */
export const constraintOf = (error: unknown): string | undefined => {
  const { constraint, driverError } = (error ?? {}) as {
    constraint?: string;
    driverError?: { constraint?: string };
  };
  return driverError?.constraint ?? constraint;
};
