import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, InPerson } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { ReadersPeriodDto } from './file-readers.dto';
import { FileReaders } from './file-readers.service';

@ApiTags('rights')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/rights/readers')
export class FileReadersApiController {
  constructor(private readonly readers: FileReaders) {}

  /** Who read or changed the file of this person, the latest first; nobody by name. */
  @Allow('rights:handle')
  @InPerson()
  @Get()
  list(@CurrentActor() actor: Actor, @Id() id: string, @Query() period: ReadersPeriodDto) {
    return this.readers.of(actor, id, period, false);
  }
}
