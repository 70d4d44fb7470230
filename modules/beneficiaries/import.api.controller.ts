import { Body, Controller, HttpCode, ParseBoolPipe, Post, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import { ImportOnce, refusedRows, sentBytes } from '../imports';
import type { Actor } from '../platform/shared/actor';

@ApiTags('people')
@Controller('api/v1/people/import')
export class ImportApiController {
  constructor(private readonly imports: ImportOnce) {}

  /**
   * Register people from a file.
   * All people of the file or none; each bad row is reported by its number. `?dryRun=true` changes nothing.
   */
  @Allow('people:import')
  @Post()
  @HttpCode(200)
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async run(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Query('dryRun', new ParseBoolPipe({ optional: true })) dryRun: boolean | undefined,
    @RequestId() requestId: string | null,
  ) {
    const done = await this.imports.run(actor, 'people', sentBytes(body), { dryRun, requestId });
    const { rows, imported: registered, runId, notes } = refusedRows(done);
    return {
      rows,
      registered,
      runId,
      possibleDuplicate: notes.includes('people:import.document_known'),
    };
  }
}
