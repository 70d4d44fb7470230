import { Module } from '@nestjs/common';
import { CaseSeals } from './case-seals';
import { CaseTimeline } from './case-timeline';
import { ImportPeople } from './import-people.service';
import { People } from './people.service';
import { Stages } from './stages.service';

@Module({
  providers: [CaseSeals, CaseTimeline, ImportPeople, People, Stages],
  exports: [CaseSeals, CaseTimeline, ImportPeople, People, Stages],
})
export class BeneficiariesModule {}
