import {
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { Type } from 'class-transformer';
import { DomainError, FieldErrors, notFound } from '../shared/domain.errors';
import { type FormState, nested, submitForm } from './forms';
import { page, PageView } from './page-response';
import { Whole } from './posted';
import { says } from './validation';

class PersonDto {
  @IsString()
  @MaxLength(10)
  alias: string;
}

class RequestDto {
  @IsNotEmpty()
  @IsString()
  need: string;

  @IsOptional()
  @Whole()
  @IsInt(says('common.not_whole'))
  @Max(9)
  nights?: number;

  @IsOptional()
  @IsString()
  @Length(3, 20)
  note?: string;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => PersonDto)
  people?: PersonDto[];
}

async function send(body: object, act: (dto: RequestDto) => Promise<unknown> = async () => 'done') {
  let form: FormState | undefined;
  const answer = await submitForm(RequestDto, body, 'fr', act, async (state) => {
    form = state;
    return page('beds/request', { form: state });
  });
  return { answer, form };
}

describe('a posted form', () => {
  it('acts on what was typed', async () => {
    const { answer } = await send(
      { _csrf: 't', need: 'lit', nights: '3' },
      async (dto) => dto.nights,
    );
    expect(answer).toBe(3);
  });

  it('comes back filled in, with a sentence beside each field and at the top', async () => {
    const { answer, form } = await send({ need: '', nights: '12' });
    expect(answer).toBeInstanceOf(PageView);
    expect((answer as PageView).status).toBe(422);
    expect(form!.errors.need).toBe('Ce champ est nécessaire.');
    expect(form!.errors.nights).toBe('Cette valeur est trop grande : 9 au plus.');
    expect(form!.values).toEqual({ need: '', nights: '12' });
    expect(form!.summary.map(({ field }) => field)).toEqual(['need', 'nights']);
  });

  it('says of a text between two lengths which of them it misses', async () => {
    const said = async (note: string) => (await send({ need: 'lit', note })).form?.errors.note;
    expect(await said('a')).toBe('Ce texte est trop court : 3 caractères au moins.');
    expect(await said('a😀')).toBe('Ce texte est trop court : 3 caractères au moins.');
    expect(await said('x'.repeat(21))).toBe('Ce texte est trop long : 20 caractères au plus.');
    expect(await said('abc')).toBeUndefined();
  });

  it('says the sentence that a rule names', async () => {
    const { form } = await send({ need: 'lit', nights: '2.5' });
    expect(form!.errors.nights).toBe('Écrivez un nombre entier.');
  });

  it('finds the field of one person among several', async () => {
    const { form } = await send({
      need: 'lit',
      'people.0.alias': 'Amal',
      'people.1.alias': 'un alias bien trop long',
    });
    expect(form!.errors['people.1.alias']).toBe('Ce texte est trop long : 10 caractères au plus.');
  });

  it('refuses a field that nobody asked for', async () => {
    const { form } = await send({ need: 'lit', role: 'administrator' });
    expect(form!.errors.role).toBe('Le champ « role » n’est pas attendu ici.');
  });

  it('shows what a rule of the house refuses, with its own status', async () => {
    const { answer, form } = await send({ need: 'lit' }, async () => {
      throw new DomainError('conflict', 'common.conflict');
    });
    expect((answer as PageView).status).toBe(409);
    expect(form!.summary).toEqual([
      { field: null, sentence: expect.stringContaining('Quelqu’un a changé') },
    ]);
  });

  it('puts several refusals beside their fields', async () => {
    const { form } = await send({ need: 'lit', nights: '2' }, async () => {
      throw new FieldErrors([
        new DomainError('invalid', 'common.too_small', { limit: 3 }, 'nights'),
        new DomainError('invalid', 'common.invalid', {}, 'need'),
      ]);
    });
    expect(Object.keys(form!.errors)).toEqual(['nights', 'need']);
  });

  it('lets through what is not about the form', async () => {
    await expect(send({ need: 'lit' }, async () => Promise.reject(notFound()))).rejects.toThrow(
      'common.not_found',
    );
    await expect(
      send({ need: 'lit' }, async () => Promise.reject(new TypeError('bug'))),
    ).rejects.toThrow('bug');
  });

  it('never gives a password back', async () => {
    const { form } = await send({ need: '', newPassword: 'secret' });
    expect(form!.values).toEqual({ need: '' });
  });
});

describe('names with points', () => {
  it('become lists in the order of their numbers', () => {
    expect(nested({ 'people.1.sex': 'f', 'people.0.sex': 'm', other: '' })).toEqual({
      people: [{ sex: 'm' }, { sex: 'f' }],
    });
  });
  it('cannot reach what every object shares', () => {
    expect(() => nested({ '__proto__.admin': 'yes' })).toThrow('common.unknown_field');
    expect(() => nested({ 'a.constructor.b': 'yes' })).toThrow('common.unknown_field');
  });
});
