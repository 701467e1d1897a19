#ifndef ERSATZ_CLIBPCAP_SHIM_H
#define ERSATZ_CLIBPCAP_SHIM_H
#include <pcap/pcap.h>
#endif
