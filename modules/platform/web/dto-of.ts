/** Makes a DTO class with properties from a list of names, for DTOs derived from a table. */
export function dtoOf<T extends object>(
  names: readonly (keyof T & string)[],
  decoratorsOf: (name: keyof T & string) => readonly PropertyDecorator[],
): new () => T {
  class Dto {}
  for (const name of names)
    for (const decorate of decoratorsOf(name)) decorate(Dto.prototype, name);
  return Dto as new () => T;
}
