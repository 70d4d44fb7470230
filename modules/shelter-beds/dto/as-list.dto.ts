/** A form sends one choice as a text and several as a list. */
export const asList = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? [value] : value;
