import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ListUses } from '../reference-lists';

/** Uses of the reference lists of capacity building, for their editors. */
@Injectable()
export class CapacityListUses implements OnModuleInit {
  constructor(private readonly uses: ListUses) {}

  onModuleInit(): void {
    this.uses.add('capacity_topics', 'capacity:uses.topics');
    this.uses.add('institution_kinds', 'capacity:uses.kinds');
  }
}
