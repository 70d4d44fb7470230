/** Shelters, rooms and beds: profiles, names, addresses, duty numbers, lists from files and to files. */
export { nightRulesInWords } from './house.view';
export { type NightRules, nightRulesOn } from './houses.queries';
export { ShelterProfiles } from './shelter-profiles.service';
export { DutyNumbers } from './duty-numbers.service';
export { ShelterAddress } from './shelter-address.service';
export { Shelters } from './shelters.service';
export { ShelterInventoryModule } from './shelter-inventory.module';
