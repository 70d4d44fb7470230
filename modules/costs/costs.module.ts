import { Module, type OnModuleInit } from '@nestjs/common';
import { BeneficiariesModule, CaseTabs } from '../beneficiaries';
import { SettingsModule } from '../settings';
import { CostsApiController } from './costs.api.controller';
import { CostsPagesController } from './costs.pages.controller';
import { GrantCosts } from './costs.service';
import { PersonCostsPagesController } from './person/person-costs.pages.controller';
import { PersonCosts } from './person/person-costs.service';
import { UnitCostsPagesController } from './standards/unit-costs.pages.controller';
import { UnitCosts } from './standards/unit-costs.service';

@Module({
  imports: [BeneficiariesModule, SettingsModule],
  controllers: [
    CostsApiController,
    CostsPagesController,
    PersonCostsPagesController,
    UnitCostsPagesController,
  ],
  providers: [GrantCosts, PersonCosts, UnitCosts],
  exports: [UnitCosts],
})
export class CostsModule implements OnModuleInit {
  constructor(private readonly tabs: CaseTabs) {}

  onModuleInit(): void {
    this.tabs.add({
      key: 'costs',
      label: 'costs:person.tab',
      icon: 'coins',
      permission: 'case-costs:read',
      part: 'money',
      order: 80,
    });
  }
}
