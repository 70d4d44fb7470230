/** A class whose properties come from a list of names, for a DTO that is made from a table. */
export function dtoOf<T extends object>(
  names: readonly (keyof T & string)[],
  decoratorsOf: (name: keyof T & string) => readonly PropertyDecorator[],
): new () => T {
  class Dto {}
  for (const name of names)
    for (const decorate of decoratorsOf(name)) decorate(Dto.prototype, name);
  return Dto as new () => T;
}
