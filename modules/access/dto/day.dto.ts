import { registerDecorator } from 'class-validator';
import { isCivilDate } from '../../platform/shared/nights.rules';

/** A day of this century, 'YYYY-MM-DD'. */
export const IsDay = (): PropertyDecorator => (target, property) =>
  registerDecorator({
    name: 'isDateString',
    target: target.constructor,
    propertyName: property as string,
    validator: {
      validate: (value: unknown) =>
        isCivilDate(value) && value >= '2000-01-01' && value < '2100-01-01',
      defaultMessage: () => 'common.not_date',
    },
  });
