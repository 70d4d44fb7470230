import { Controller, Get, Post, Body, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { IsString, MaxLength } from 'class-validator';
import { DomainError } from '../shared/domain.errors';
import { file, page, redirect } from './page-response';
import { registerStatic } from './static';
import { assetPath } from './assets';
import { WebModule } from './web.module';

class NoteDto {
  @IsString()
  @MaxLength(5)
  text: string;
}

@Controller()
class TryController {
  @Get('calm')
  calm() {
    return page('home/index', { title: 'x', name: 'Nadia', entries: [] }, 422);
  }
  @Post('move')
  move() {
    return redirect('/calm', { kind: 'success', key: 'common:saved' });
  }
  @Get('paper')
  paper() {
    return file(Buffer.from('a;b'), 'rapport trimestriel é.csv', 'text/csv');
  }
  @Get(['bug', 'api/v1/bug'])
  bug() {
    throw Object.assign(new Error('select secret from people'), { code: '42601' });
  }
  @Get('api/v1/taken')
  taken() {
    throw new DomainError('conflict', 'common.conflict');
  }
  @Post('api/v1/notes')
  note(@Body() dto: NoteDto) {
    return { text: dto.text };
  }
}

@Module({ imports: [WebModule], controllers: [TryController] })
class TryModule {}

describe('answers over HTTP', () => {
  let app: NestFastifyApplication;
  const inject = (method: 'GET' | 'POST', url: string, rest: object = {}) =>
    app.inject({ method, url, headers: { 'accept-language': 'fr' }, ...rest });

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [TryModule] }).compile();
    app = module.createNestApplication<NestFastifyApplication>(
      new FastifyAdapter({ bodyLimit: 2000 }),
    );
    app.useLogger(false);
    await registerStatic(app.getHttpAdapter().getInstance());
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());

  it('shows a page with the status it was given and keeps it out of every cache', async () => {
    const answer = await inject('GET', '/calm');
    expect(answer.statusCode).toBe(422);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('leads on after a change, with a word for the next page', async () => {
    const answer = await inject('POST', '/move');
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/calm']);
    expect(String(answer.headers['set-cookie'])).toMatch(/^mawa_flash=/);
  });

  it('hands out a file under its name', async () => {
    const answer = await inject('GET', '/paper');
    expect(answer.body).toBe('a;b');
    expect(answer.headers['content-disposition']).toContain(
      "filename*=UTF-8''rapport%20trimestriel",
    );
  });

  it('answers an unknown address with a page in the reader’s language', async () => {
    const answer = await inject('GET', '/nowhere', { headers: { 'accept-language': 'ar' } });
    expect(answer.statusCode).toBe(404);
    expect(answer.body).toContain('<html lang="ar" dir="rtl">');
    expect(answer.body).toContain('الصفحة غير موجودة');
  });

  it('gives the unexpected a reference and nothing of its inside', async () => {
    for (const url of ['/bug', '/api/v1/bug']) {
      const answer = await inject('GET', url);
      expect(answer.statusCode).toBe(500);
      expect(answer.body).not.toMatch(/secret|42601|\bat /);
    }
  });

  it('answers the API with a problem that has a stable code', async () => {
    const answer = await inject('GET', '/api/v1/taken');
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toMatchObject({ status: 409, code: 'common.conflict' });
    expect(answer.json().instance).toEqual(expect.any(String));
  });

  it('names each wrong field to the API', async () => {
    const payload = { text: 'far too long', role: 'x' };
    const answer = await inject('POST', '/api/v1/notes', { payload });
    expect(answer.statusCode).toBe(422);
    const errors = answer.json().errors as { field: string; code: string }[];
    expect(errors.map(({ field, code }) => [field, code]).sort()).toEqual([
      ['role', 'common.unknown_field'],
      ['text', 'common.too_long'],
    ]);
  });

  it.each([
    ['{"text":', 'application/json', 400, 'common.bad_json'],
    [JSON.stringify({ text: 'x'.repeat(3000) }), 'application/json', 413, 'common.too_large'],
    ['<text/>', 'application/xml', 415, 'common.media_type'],
  ])('refuses the body %.12s', async (payload, type, status, code) => {
    const headers = { 'content-type': type, 'accept-language': 'fr' };
    const answer = await inject('POST', '/api/v1/notes', { payload, headers });
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('serves the files of the pages for a year and no other file', async () => {
    const found = await inject('GET', assetPath('pages.css'));
    expect(found.statusCode).toBe(200);
    expect(found.headers['cache-control']).toContain('immutable');
    expect((await inject('GET', '/assets/old/mawa.css')).headers['cache-control']).toBe('no-store');
    expect((await inject('GET', '/assets/x/..%2fpackage.json')).statusCode).toBe(404);
    expect((await inject('GET', '/assets/x/fonts.css/../../package.json')).statusCode).toBe(404);
  });
});
