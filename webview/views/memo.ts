import { Component, type ComponentType, type VNode } from 'preact';

/** A component that renders again only when one of its properties changed; it reads no signals and has no hooks. */
export function memo<Props extends object>(render: (props: Props) => VNode): ComponentType<Props> {
  return class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      const before = this.props as Readonly<Record<string, unknown>>;
      return Object.entries(next).some(([key, value]) => before[key] !== value);
    }

    override render(props: Props): VNode {
      return render(props);
    }
  };
}
