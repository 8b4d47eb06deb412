/** The last resort: an error while drawing would leave a blank page. */
import { Component, type ReactNode } from 'react';
import { asFault, type Fault } from '../fault';
import { Trouble } from './Trouble';

interface BoundaryProps {
  readonly children: ReactNode;
  onReload(): void;
}

interface BoundaryState {
  readonly fault: Fault | null;
}

export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { fault: null };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { fault: asFault(error) };
  }

  override render(): ReactNode {
    const { fault } = this.state;
    return fault === null ? this.props.children : <Trouble fault={fault} onTryAgain={this.props.onReload} whole />;
  }
}
