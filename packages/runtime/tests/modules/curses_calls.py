"""Calls of _curses, right and wrong ones; what comes of each goes into the file that is the first argument."""

import _curses
import curses
import curses.panel
import curses.textpad
import sys
import tempfile

lines = []


def note(expression):
    try:
        result = eval(expression)
    except Exception as e:
        lines.append(f"{expression} raises {type(e).__name__}: {e}")
    else:
        lines.append(f"{expression} is {'a window' if isinstance(result, _curses.window) else repr(result)}")


BEFORE = "curses.endwin() _curses.tigetstr('cup') _curses.start_color() _curses.COLORS _curses.window() curses.panel.panel()"
WITHOUT_COLOR = "_curses.has_colors() _curses.color_pair(1) _curses.color_content(1) _curses.init_pair(1,2,3) _curses.pair_number(5)"
WINDOWS = '''
w.getmaxyx() win.move(100,100) win.addch(100,100,'a') win.addch('ab') win.addch(1.5) win.addch('a','b') win.addch() win.addch(1,2,3,4,5)
win.addch(10**20) win.addch(-1) win.addch(b'ab') win.addch('é') win.addstr('x'*100) win.addstr(5) win.addstr() win.addstr(1,2,3,4,5)
win.addstr('a\\\\0b') win.addstr(b'a\\\\0b') win.addstr('a',10**20) win.addnstr('abc',-5) win.addnstr('abc') win.addnstr('abc','x')
win.insstr(5) win.insch('') win.insch('é') win.insch(1,1,'x',3) win.inch() win.inch(1,1) win.inch(100,1) win.inch(1) win.instr()
win.instr(-1) win.instr(0,0,5) win.instr(0) win.instr(0,0,-1) win.getstr(-1) win.hline('a') win.hline('a',3) win.hline(0,0,'a',3,5)
win.vline(1) win.border(1,2,3) win.border('a','b','c','d','e','f','g','h') win.border('ab') win.border() win.box() win.box('a','b')
win.box('a') win.box(1,2) win.chgat(5) win.chgat(2,5) win.chgat(1,1,5) win.chgat(1,1,2,5) win.chgat() win.chgat(1,2,3,4,5) win.delch()
win.delch(1,1) win.delch(1) win.derwin(1) win.derwin(50,50,1,1) win.derwin(1,1) win.subwin(1,1) win.subwin(50,50,1,1) win.subpad(1,1)
pad.subpad(2,2) pad.refresh() win.refresh(1) win.refresh(1,2,3,4,5,6) pad.noutrefresh(0,0,0,0,5,5) pad.noutrefresh() win.noutrefresh(1,2)
win.scroll() win.scroll(5) win.scrollok(True) win.scroll() win.scroll('a') win.setscrreg(5,3) win.touchline(1,1) win.touchline(1)
win.touchline(100,100) win.touchline(1,1,False) win.is_linetouched(100) win.is_linetouched(1) win.is_wintouched() win.overlay(w)
win.overlay(5) win.overlay(w,1,2) win.overwrite(w,0,0,0,0,1,1) win.resize(-1,5) win.resize(4,9) win.mvwin(100,100) win.mvderwin(1,1)
sub.mvderwin(100,100) win.getparyx() sub.getparyx() win.getbegyx() win.enclose(3,4) win.enclose(100,4) win.getbkgd() win.bkgd('a')
win.bkgd('a',curses.A_BOLD) win.bkgd('ab') win.bkgdset('é') win.attron(1) win.attron('a') win.attrset(1<<40) win.attroff(-1) win.clear()
win.clearok(1) win.keypad('a') win.nodelay(True) win.getch() win.getkey() win.get_wch() win.getch(1) win.getch(1,1) win.getch(100,100)
win.timeout(5) win.timeout('a') win.encoding win.putwin(5) win.redrawln(0,1) win.redrawln(100,1) win.redrawwin() win.insdelln(1)
win.insertln() win.deleteln() win.standout() win.standend() win.syncup() win.syncok(1) win.cursyncup() win.syncdown() win.untouchwin()
win.touchwin() win.leaveok(1) win.immedok(0) win.idcok(1) win.idlok(0) win.notimeout(1) win.getyx() win.clrtobot() win.clrtoeol()
win.erase() win.echochar('a') win.echochar('é') win.echochar('ab') pad.echochar('a') setattr(win,'encoding','utf-8')
setattr(win,'encoding',5) setattr(win,'encoding','a\\\\0') delattr(win,'encoding')
'''
MORE_WINDOWS = '''
win.insch(100,100,'x') win.delch(100,100) win.chgat(100,100,1) win.chgat(100,100,1,1) win.hline(100,100,'a',3) win.vline(100,100,'a',3)
win.insstr(100,100,'x') win.insstr(100,100,b'x') win.insnstr(100,100,'x',1) win.insnstr(100,100,b'x',1) win.instr(100,100)
win.instr(100,100,3) win.getstr(100,100) win.getstr(100,100,5) win.get_wch(100,100) win.getkey(100,100) win.addnstr(100,100,'a',1)
win.addnstr(100,100,b'a',1) win.addstr(100,100,'a') win.addstr(100,100,b'a') win.addch(100,100,5) win.addch(100,100,b'a')
win.addch(1,1,'a',curses.A_BOLD) win.addstr('é'.encode()) win.inch(100,100) win.getstr(3000) win.instr(3000) win.instr(10**10)
win.get_wch(1) win.getstr(1,2,3,4) win.insch() win.insstr() win.insnstr() win.vline() curses.color_content(1) curses.pair_content(1)
win.move(10**10,1) win.hline('a',10**10) curses.mousemask(2**64) curses.mousemask(2**70) win.attron(2**70) win.bkgd(1,2,3)
win.border(*[1]*9) win.resize(1) win.addch(2**33) win.addch(0xffffffff) win.addch(b'') win.addch('') win.addch('a\\u0301')
win.insnstr('abc',10**10) curses.keyname(10**10) curses.ungetch(10**5) curses.ungetch(-1) curses.ungetch('é') curses.ungetch(2**70)
win.scroll(10**10) win.derwin(1,1,100,100) win.overlay() win.overlay(w,0,0,0,0,50,50) curses.halfdelay(-1) curses.halfdelay('a')
curses.tparm() curses.putp() curses.unget_wch('') curses.unget_wch(1.5) curses.unget_wch(b'a') win.box('ab','c') curses.typeahead(10**10)
curses.napms(-1) curses.set_tabsize(10**10) curses.getwin()
'''
SCREEN = '''
curses.baudrate() curses.beep() curses.can_change_color() curses.cbreak() curses.cbreak(False) curses.color_content(1000)
curses.color_content(-1) curses.color_content(1) curses.color_content(10**10) curses.color_pair(-1) curses.color_pair(1000)
curses.color_pair(10**10) curses.curs_set(5) curses.curs_set(1) curses.delay_output('a') curses.echo('a') curses.erasechar()
curses.killchar() curses.longname() curses.termname() curses.termattrs() curses.flash() curses.filter() curses.flushinp()
curses.get_escdelay() curses.get_tabsize() curses.set_escdelay(0) curses.set_escdelay(-1) curses.set_escdelay(10**10) curses.set_tabsize(0)
curses.set_tabsize(8) curses.getmouse() curses.getsyx() curses.setsyx(1,1) curses.setsyx(-1,-1) curses.getwin(5) curses.halfdelay(0)
curses.halfdelay(256) curses.halfdelay(5) curses.nocbreak() curses.has_ic() curses.has_il() curses.has_key(5) curses.has_key(-1)
curses.has_key('a') curses.has_extended_color_support() curses.init_color(-1,0,0,0) curses.init_color(1,2000,0,0) curses.init_color(1,0,0,0)
curses.init_pair(-1,0,0) curses.init_pair(0,0,0) curses.init_pair(1,1000,0) curses.init_pair(1,-2,0) curses.init_pair(1,1,2)
curses.init_pair(10**10,1,2) curses.pair_content(1) curses.pair_content(-1) curses.pair_content(10**5)
curses.pair_number(curses.color_pair(1)) curses.intrflush(1) curses.is_term_resized(1,1) curses.is_term_resized(-1,1) curses.isendwin()
curses.keyname(5) curses.keyname(-1) curses.keyname(259) curses.keyname(10**5) curses.keyname('a') curses.meta(1) curses.mouseinterval(10)
curses.mousemask(1) curses.mousemask(-1) curses.napms(1) curses.napms('a') curses.newpad(0,0) curses.newpad(-1,5) curses.newwin(-1,5)
curses.newwin(1,2,3) curses.newwin(1) curses.newwin(1,1,100,100) curses.nl() curses.nonl() curses.noecho() curses.noqiflush()
curses.qiflush() curses.noraw() curses.raw() curses.raw(0) curses.putp(b'') curses.putp('a') curses.putp(b'a\\\\0') curses.resetty()
curses.savetty() curses.resize_term(10,20) curses.resizeterm(24,80) curses.resize_term(-1,1) curses.setupterm() curses.setupterm(5)
curses.setupterm('nothere') curses.setupterm('xterm',1000) curses.setupterm(fd=1) curses.tigetflag('am') curses.tigetflag('zz')
curses.tigetflag(5) curses.tigetnum('cols') curses.tigetnum('am') curses.tigetstr('cup') curses.tigetstr('am') curses.tigetstr('zz')
curses.tparm(b'%p1%d',5) curses.tparm(b'%p1%s',5) curses.tparm('a') curses.tparm(b'a\\\\0') curses.tparm(b'%p1%d',10**20)
curses.typeahead(0) curses.typeahead(-1) curses.unctrl(5) curses.unctrl('a') curses.unctrl('é') curses.unctrl(300) curses.unctrl('ab')
curses.ungetch(5) curses.ungetch('a') curses.ungetch('ab') curses.unget_wch('é') curses.unget_wch(5) curses.unget_wch('ab')
curses.unget_wch(10**10) curses.unget_wch(-1) curses.ungetmouse(0,0,0,0,1) curses.ungetmouse(10**10,0,0,0,0) curses.getmouse()
curses.update_lines_cols() curses.use_env(1) curses.use_default_colors() curses.assume_default_colors(1,2)
curses.assume_default_colors(-5,2) curses.def_prog_mode() curses.def_shell_mode() curses.reset_prog_mode() curses.reset_shell_mode()
curses.LINES curses.COLS _curses.COLORS _curses.COLOR_PAIRS _curses.ACS_HLINE curses.panel.new_panel(5) curses.panel.top_panel()
curses.panel.bottom_panel() curses.panel.update_panels() _curses.window() curses.panel.panel() curses.error.__module__ curses.error.__mro__
'''
PANELS = '''
p2.below()==p1 p1.hidden() p1.hide() p1.hidden() p1.hide() p1.show() p1.top() p1.bottom() p1.move(1,1) p1.move(100,100) p1.window()
p1.userptr() p1.set_userptr(5) p1.userptr() p1.replace(w) p1.replace(5) p1.window()is(w) curses.panel.top_panel()==p2
curses.panel.bottom_panel()==p1 p1.below()is(p2)or(p1.above()is(p2))
'''

for expression in BEFORE.split():
    note(expression)
w = curses.initscr()
for expression in WITHOUT_COLOR.split():
    note(expression)
curses.start_color()
win = curses.newwin(5, 10, 2, 3)
pad = curses.newpad(50, 50)
sub = win.derwin(2, 3, 1, 1)
for expression in WINDOWS.split() + SCREEN.split():
    note(expression)
p1 = curses.panel.new_panel(win)
p2 = curses.panel.new_panel(sub)
for expression in PANELS.split():
    note(expression)
win = curses.newwin(5, 10, 2, 3)
win.nodelay(1)
for expression in MORE_WINDOWS.split():
    note(expression)

with tempfile.TemporaryFile() as file:
    win.addstr(0, 0, "kept")
    win.putwin(file)
    file.seek(0)
    copy = curses.getwin(file)
    note("copy.getmaxyx(), copy.instr(0, 0), copy.encoding")
note("curses.getwin(io.BytesIO(b'junk'))")
note("sorted((k, getattr(_curses, k)) for k in vars(_curses) if k.startswith('ACS_'))")
note("sorted((k, getattr(_curses, k)) for k in vars(_curses) if k.startswith(('KEY_', 'A_', 'COLOR_', 'BUTTON')))")

field = curses.newwin(2, 12, 5, 5)
box = curses.textpad.Textbox(field)
for c in "hello\x01\x04J\x05!\x0asecond\x08\x07":
    lines.append(repr((c, box.do_command(ord(c)), field.getyx())))
note("box.gather()")
curses.textpad.rectangle(w, 1, 1, 4, 9)
note("w.inch(1, 1), w.inch(4, 9)")
for key in "q", "\n", "\x1b":
    curses.ungetch(key)
    note("win.getkey()")
curses.unget_wch("\xe9")
note("win.get_wch()")
for _i in range(300):  # windows within windows and panels that nobody keeps
    inner = curses.newwin(5, 5).derwin(2, 2, 0, 0)
    panel = curses.panel.new_panel(inner)
del inner, panel
curses.endwin()
note("curses.isendwin()")
with open(sys.argv[1], "w") as file:
    file.write("\n".join(lines) + "\n")
