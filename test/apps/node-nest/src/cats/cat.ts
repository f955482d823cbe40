export interface Cat {
  readonly id: string;
  readonly name: string;
}

export class CreateCat {
  name!: string;
}
