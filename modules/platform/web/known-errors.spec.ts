import { BadRequestException, NotFoundException, PayloadTooLargeException } from '@nestjs/common';
import { DomainError } from '../shared/domain.errors';
import { knownErrorOf } from './known-errors';

const statusAndCode = (error: unknown) => {
  const known = knownErrorOf(error);
  return known && [known.status, known.code];
};

describe('how an error is answered', () => {
  it.each([
    [new DomainError('invalid', 'beds.taken'), 422, 'beds.taken'],
    [new DomainError('conflict', 'beds.taken'), 409, 'beds.taken'],
    [new DomainError('too_many', 'access.too_many_attempts'), 429, 'access.too_many_attempts'],
    [new NotFoundException(), 404, 'common.not_found'],
    [new PayloadTooLargeException(), 413, 'common.too_large'],
    [
      new BadRequestException('x', { cause: { code: 'FST_ERR_CTP_INVALID_JSON_BODY' } }),
      400,
      'common.bad_json',
    ],
    [{ statusCode: 415, code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' }, 415, 'common.media_type'],
    [{ driverError: { code: '22021' } }, 422, 'common.broken_text'],
    [{ driverError: { code: '22P02' } }, 422, 'common.invalid_value'],
    [{ code: '57P01' }, 503, 'common.unavailable'],
    [{ driverError: { code: '25006' } }, 503, 'common.unavailable'],
    [{ code: 'ECONNREFUSED' }, 503, 'common.unavailable'],
    [new Error('Connection terminated unexpectedly'), 503, 'common.unavailable'],
    [{ driverError: { code: '53100' } }, 503, 'common.disk_full'],
    [{ code: 'ENOSPC' }, 503, 'common.disk_full'],
  ])('%p', (error, status, code) => {
    expect(statusAndCode(error)).toEqual([status, code]);
  });

  it('is nothing for a mistake of ours', () => {
    expect(statusAndCode(new TypeError('x is undefined'))).toBeNull();
    expect(statusAndCode({ driverError: { code: '42601' } })).toBeNull();
    expect(statusAndCode({ statusCode: 500 })).toBeNull();
  });
});
