import { Global, Module } from '@nestjs/common';
import { AccountDecisions } from './account-decisions.source';
import { DecisionSources } from './decision-sources.service';
import { DecisionsPanel } from './decisions-panel.service';
import { DecisionsApiController } from './decisions.api.controller';
import { HomePanels } from './home-panels.service';

@Global()
@Module({
  controllers: [DecisionsApiController],
  providers: [HomePanels, DecisionSources, DecisionsPanel, AccountDecisions],
  exports: [HomePanels, DecisionSources],
})
export class HomeModule {}
