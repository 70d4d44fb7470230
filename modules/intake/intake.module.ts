import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { EndIntake } from './end-intake.service';
import { IntakePages } from './intake-pages.service';
import { IntakesApiController } from './intakes.api.controller';
import { IntakesPagesController } from './intakes.pages.controller';
import { Intakes } from './intakes.service';

@Module({
  imports: [BeneficiariesModule],
  controllers: [IntakesApiController, IntakesPagesController],
  providers: [EndIntake, IntakePages, Intakes],
  exports: [Intakes],
})
export class IntakeModule {}
