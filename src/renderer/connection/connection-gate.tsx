import { Button, NonIdealState, Spinner } from '@blueprintjs/core';
import { Offline } from '@blueprintjs/icons';
import { type ReactNode, useEffect, useState } from 'react';
import { useTexts } from '../theme/use-texts';
import { connect } from './connect';
import { type Connection, ConnectionContext } from './connection';

/** Shows the workbench while its engine can be reached; says so, and what to do, when it cannot. */
export function ConnectionGate({ children }: { readonly children: ReactNode }) {
  const [connection, setConnection] = useState<Connection | null>(null);
  const [lost, setLost] = useState(false);
  const { t } = useTexts();

  useEffect(() => {
    let current = true;
    void connect().then((made) => {
      if (!current) return;
      setConnection(made);
      made.onLost(() => setLost(true));
    });
    return () => {
      current = false;
    };
  }, []);

  if (lost) {
    return (
      <main className="full-page" role="alert">
        <NonIdealState
          icon={<Offline size={40} />}
          title={t('ui.connection.lostTitle')}
          description={t('ui.connection.lostAdvice')}
          action={<Button intent="primary" onClick={() => window.location.reload()} text={t('ui.connection.reload')} />}
        />
      </main>
    );
  }
  if (!connection) {
    return (
      <main className="full-page">
        <Spinner aria-label={t('ui.connection.connecting')} />
      </main>
    );
  }
  return <ConnectionContext value={connection}>{children}</ConnectionContext>;
}
