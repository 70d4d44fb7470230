import { DatabaseError } from 'pg';
import { loggerOptions } from './log';

describe('an error in the log', () => {
  const { err } = loggerOptions('error').serializers;
  const VALUE = 'Key (email)=(amina@example.org) already exists.';
  const ofDriver = () => Object.assign(new DatabaseError(VALUE, 10, 'error'), { code: '23505' });

  it.each([
    ['of the driver', ofDriver()],
    ['of the mapper around it', Object.assign(new Error(VALUE), { driverError: ofDriver() })],
  ])('of PostgreSQL is logged with its code and none of its values: %s', (_, error) => {
    expect(err(error)).toMatchObject({ code: '23505', message: 'database error', stack: '' });
    expect(JSON.stringify(err(error))).not.toContain('amina');
  });

  it('of the program keeps its message and its place', () => {
    const serialised = err(new Error('no such list'));
    expect(serialised.message).toBe('no such list');
    expect(serialised.stack).toContain('log.spec');
  });
});
