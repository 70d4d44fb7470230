import { Injectable, type PipeTransform } from '@nestjs/common';
import { notFound } from '../platform/shared/domain.errors';
import { isStep } from './intake.form';
import type { IntakeStep } from './intake.rules';

/** A step that does not exist is a page that does not exist. */
@Injectable()
export class StepPipe implements PipeTransform<string, IntakeStep> {
  transform(given: string): IntakeStep {
    if (!isStep(given)) throw notFound();
    return given;
  }
}
