"""The service: the desk's use cases over HTTP. The only room that knows Litestar and Granian.

=========== ==========================================================================
module      what is in it
=========== ==========================================================================
serving     a home served until it is stopped
methods     HEAD and OPTIONS
lingering   an answer that comes before all was sent still arrives
api         ``/v1``: what other programs call
press       the press page, served to everybody
in_process  the service called within this process, as the demo does
=========== ==========================================================================

Nothing is decided here: each operation reads what was asked, calls one use case of the desk, and writes the answer.
"""
