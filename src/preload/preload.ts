import { ipcRenderer, webUtils } from 'electron';
import { handOverPort, reportDrops } from './bridge';

handOverPort(ipcRenderer, window);
reportDrops(ipcRenderer, webUtils, window);
