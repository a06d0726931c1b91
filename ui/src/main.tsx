import { MantineProvider, createTheme } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import './lib/trusted'; // takes the one policy's name before anything else could
import './style/index.css';

const theme = createTheme({ cursorType: 'pointer', respectReducedMotion: true });

// Mantine would put its CSS variables and classes into style elements, which the page's content
// security policy forbids. The style sheet brings the defaults, tokens.css what differs from them.
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <App />
    </MantineProvider>
  </StrictMode>,
);
