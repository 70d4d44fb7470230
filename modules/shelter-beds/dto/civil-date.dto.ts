import { registerDecorator, type ValidationOptions } from 'class-validator';
import { isCivilDate } from '../../platform/shared/nights.rules';

/** A night or a day that the programme can have lived: a date of this century, 'YYYY-MM-DD'. */
export const IsNight =
  (options?: ValidationOptions): PropertyDecorator =>
  (target, property) =>
    registerDecorator({
      name: 'isDateString',
      target: target.constructor,
      propertyName: property as string,
      options,
      validator: {
        validate: (value: unknown) =>
          isCivilDate(value) && value >= '2000-01-01' && value < '2100-01-01',
        defaultMessage: () => 'beds.not_a_night',
      },
    });
