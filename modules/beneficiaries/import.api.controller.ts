import {
  Body,
  Controller,
  HttpCode,
  type OnModuleInit,
  ParseBoolPipe,
  Post,
  Query,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../access';
import type { Actor } from '../../src/shared/actor';
import { DomainError, FieldErrors } from '../../src/shared/domain-error';
import { ImportPeople, type ImportSummary } from './import-people.service';

/** A file as partners send it is read as bytes: its encoding is found out, never believed. */
const LARGEST_FILE = 5 * 1024 * 1024;

@ApiTags('people')
@Controller('api/v1/people/import')
export class ImportApiController implements OnModuleInit {
  constructor(
    private readonly imports: ImportPeople,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter?.getInstance<FastifyInstance>();
    if (!fastify || fastify.hasContentTypeParser('text/csv')) return;
    fastify.addContentTypeParser(
      'text/csv',
      { parseAs: 'buffer', bodyLimit: LARGEST_FILE },
      (_request, body, done) => done(null, body),
    );
  }

  /** All people of the file or none; each bad row is told by its number. `?dryRun=true` only reads. */
  @Allow('people:import')
  @Post()
  @HttpCode(200)
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async run(
    @CurrentActor() actor: Actor,
    @Body() bytes: unknown,
    @Query('dryRun', new ParseBoolPipe({ optional: true })) dryRun: boolean | undefined,
    @RequestId() requestId: string | null,
  ): Promise<Omit<ImportSummary, 'errors'>> {
    if (!Buffer.isBuffer(bytes)) throw new DomainError('invalid', 'people.import_not_a_table');
    const { errors, ...summary } = await this.imports.run(actor, bytes, { dryRun, requestId });
    if (errors.length === 0) return summary;
    throw new FieldErrors(
      errors.map(
        ({ row, field, code, params }) =>
          new DomainError('invalid', code, params, field ? `rows.${row}.${field}` : `rows.${row}`),
      ),
    );
  }
}
