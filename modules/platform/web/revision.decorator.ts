import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { Whole } from './posted';

const LAST_REVISION = 1_000_000_000;

/**
 * The `revision` of a record as it was read, so that nobody writes over what somebody else saved since; `least` is 0 where
 * nothing may have been saved yet.
 */
export const Revision = (least: 0 | 1 = 1): PropertyDecorator =>
  applyDecorators(
    Whole(),
    IsInt(),
    Min(least),
    Max(LAST_REVISION),
    ApiProperty({ type: Number, minimum: least, maximum: LAST_REVISION }),
  );
