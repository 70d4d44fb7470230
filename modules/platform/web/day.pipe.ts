import { Injectable, type PipeTransform } from '@nestjs/common';
import { notFound } from '../shared/domain.errors';
import { isCivilDate, type CivilDate } from '../shared/nights.rules';

/** A day in an address; what is none leads nowhere. */
@Injectable()
export class DayPipe implements PipeTransform<string, CivilDate> {
  transform(value: string): CivilDate {
    if (!isCivilDate(value)) throw notFound();
    return value;
  }
}
