import { Header } from './page/Header';
import { LoginDialog } from './page/LoginDialog';
import { Overview } from './page/Overview';
import { useAdmin } from './page/useAdmin';
import { useLive } from './view/useLive';

export function App() {
  const live = useLive();
  const admin = useAdmin();
  return (
    <>
      <Header state={live.state} admin={admin} />
      <Overview live={live} admin={admin} />
      <LoginDialog admin={admin} />
    </>
  );
}
