import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { DomainError, FieldErrors } from '../platform/shared/domain.errors';
import type { ImportResult } from './import-once.service';
import { MOST } from './reading/table.rules';
import { XLSX_TYPE } from '../platform/shared/media-types.data';

export const FILE_TYPES = ['text/csv', 'application/octet-stream', XLSX_TYPE];

/** A file sent as the whole body is taken as bytes: what it is is found out, never believed. */
@Injectable()
export class FileBodies implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter?.getInstance<FastifyInstance>();
    for (const type of FILE_TYPES) {
      if (!fastify || fastify.hasContentTypeParser(type)) continue;
      fastify.addContentTypeParser(
        type,
        { parseAs: 'buffer', bodyLimit: MOST.bytes },
        (_request, body, done) => done(null, body),
      );
    }
  }
}

export function sentBytes(body: unknown): Buffer {
  if (!Buffer.isBuffer(body)) throw new DomainError('invalid', 'imports.not_a_table');
  return body;
}

/** An API caller gets each bad row as a problem: `rows.3.birthDate`. */
export function refusedRows(done: ImportResult): ImportResult {
  if (done.errors.length === 0) return done;
  throw new FieldErrors(
    done.errors.map(
      ({ row, field, code, params }) =>
        new DomainError('invalid', code, params, field ? `rows.${row}.${field}` : `rows.${row}`),
    ),
  );
}
