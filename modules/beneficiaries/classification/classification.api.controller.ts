import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { ClassifyDto } from '../dto/classify.dto';
import { classificationGiven } from './classification.form';
import { meansFinding } from './classification.rules';
import { SaveClassifications } from './classify.service';
import { ReadClassifications } from './read-classifications.service';

@ApiTags('people')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/classification')
export class ClassificationApiController {
  constructor(
    private readonly read: ReadClassifications,
    private readonly classify: SaveClassifications,
  ) {}

  /**
   * Show how the trafficking of a person is classified.
   * What is noted now, with the two versions to hand back, and which edition each code is of. Recorded.
   */
  @Allow('classification:read')
  @Get()
  async show(@CurrentActor() actor: Actor, @Id() id: string) {
    const { version, caseVersion, classified, chosenFrom, age, mayWrite, versions } =
      await this.read.standing(actor, id);
    return {
      version,
      caseVersion,
      classified,
      mayWrite,
      versions,
      means: meansFinding(classified, age),
      chosenFrom: Object.fromEntries(chosenFrom),
    };
  }

  /**
   * List the versions of the classification of a person.
   * Every version, newest first. Recorded.
   */
  @Allow('classification:read')
  @Get('versions')
  async versions(@CurrentActor() actor: Actor, @Id() id: string) {
    const { versions } = await this.read.history(actor, id);
    return versions.map((one) => ({ ...one, chosenFrom: Object.fromEntries(one.chosenFrom) }));
  }

  /**
   * Show the classification of a person in the terms of HTCDS and CTDC.
   * The same person as HTCDS 2.0 values and as the 27 variables of CTDC. Recorded.
   */
  @Allow('classification:read')
  @Get('standards')
  standards(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.read.inStandards(actor, id);
  }

  /**
   * Save a new version of the classification of a person.
   * A new version; only what is named changes.
   */
  @Allow('classification:write')
  @Post()
  save(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: ClassifyDto,
    @RequestId() requestId: string | null,
  ) {
    return this.classify.save(actor, id, classificationGiven(body), requestId);
  }
}
