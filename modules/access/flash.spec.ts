import type { Flash } from '../platform/web/request';
import { flashOf } from './flash-cookie.service';

const flash = (params: unknown, kind = 'success', key = 'common:saved') =>
  flashOf({ kind, key, params } as Partial<Flash>);

describe('the word shown once after a redirect', () => {
  it('is one of our sentences with plain values in it', () => {
    expect(flash({ number: 'M-0001', count: 3 })).toEqual({
      kind: 'success',
      key: 'common:saved',
      params: { number: 'M-0001', count: 3 },
    });
    expect(flash(undefined)?.params).toEqual({});
  });

  it('takes no options of the translator, no long text and no list from a cookie', () => {
    const params = {
      interpolation: { prefix: '(a+)+' },
      returnObjects: true,
      name: 'x'.repeat(121),
    };
    expect(flash({ ...params, list: ['a'], 'a.b': 'c' })?.params).toEqual({});
  });

  it('is nothing where the sentence or its kind is not ours', () => {
    expect(flash({}, 'shout')).toBeUndefined();
    expect(flash({}, 'success', 'https://evil.example')).toBeUndefined();
  });
});
