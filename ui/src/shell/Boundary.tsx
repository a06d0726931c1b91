import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';

/** Says that a page broke, or that its code could not be loaded, and leaves the rest alone. Another `page` starts anew. */
export class Boundary extends Component<{ page: string; children: ReactNode }, { broken: string | null }> {
  override state = { broken: null };

  static getDerivedStateFromError(cause: unknown) {
    return { broken: cause instanceof Error ? cause.message : String(cause) };
  }

  override componentDidUpdate(before: { page: string }) {
    if (before.page !== this.props.page && this.state.broken !== null) this.setState({ broken: null });
  }

  override render() {
    if (this.state.broken === null) return this.props.children;
    return (
      <div className="notice notice-bad" role="alert">
        <div>
          <strong>This page could not be shown.</strong> voxpop may have been updated meanwhile; loading it again helps then. ({this.state.broken})
        </div>
        <Button size="compact-sm" variant="default" onClick={() => location.reload()}>
          Load again
        </Button>
      </div>
    );
  }
}
